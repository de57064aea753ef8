-- Open pages hear that a project has used something: once a report, however many calls are in it
CREATE TRIGGER announce AFTER INSERT OR UPDATE ON usage_days FOR EACH ROW EXECUTE FUNCTION portico_announce('usage');
