-- Open pages hear of the first call of a month that is reported for a key: the light beside a new one waits for it
CREATE TRIGGER announce_first_usage AFTER INSERT ON usage_months FOR EACH ROW EXECUTE FUNCTION portico_announce('keys');
