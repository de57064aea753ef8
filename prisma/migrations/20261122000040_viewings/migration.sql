-- Looking at an organization as one of its members is called a viewing everywhere; what stands in the log keeps the action it was written with.
ALTER TABLE impersonations RENAME TO viewings;
ALTER TABLE viewings RENAME CONSTRAINT impersonations_pkey TO viewings_pkey;
ALTER TABLE viewings RENAME CONSTRAINT impersonations_organization_id_fkey TO viewings_organization_id_fkey;
ALTER TABLE viewings RENAME CONSTRAINT impersonations_user_id_fkey TO viewings_user_id_fkey;
ALTER TABLE viewings RENAME CONSTRAINT impersonations_login_session_id_fkey TO viewings_login_session_id_fkey;
ALTER TABLE viewings RENAME CONSTRAINT impersonations_life TO viewings_life;
ALTER TABLE viewings RENAME CONSTRAINT impersonations_other TO viewings_other;
ALTER INDEX impersonations_one RENAME TO viewings_one;
ALTER INDEX impersonations_user_id_idx RENAME TO viewings_user_id_idx;
