-- A token that was made with a token ends with it, however that is ended
CREATE UNIQUE INDEX tokens_organization_id_id_key ON tokens (organization_id, id);
DROP INDEX tokens_organization_id_id_idx; -- read backwards the unique one does as well
ALTER TABLE tokens ADD COLUMN parent_id UUID,
  ADD CONSTRAINT tokens_organization_id_parent_id_fkey FOREIGN KEY (organization_id, parent_id) REFERENCES tokens (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX tokens_parent_id_idx ON tokens (parent_id);
CREATE FUNCTION portico_end_children() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tokens SET revoked_at = NEW.revoked_at, revoked_by = NEW.revoked_by WHERE parent_id = NEW.id AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER end_children AFTER UPDATE OF revoked_at ON tokens FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION portico_end_children();
