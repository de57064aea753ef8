-- An organization's usage is read by its days, whatever their project
CREATE INDEX usage_days_organization_id_day_idx ON usage_days (organization_id, day);
