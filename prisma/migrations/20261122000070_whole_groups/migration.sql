-- The mappings whose group the cluster binds as a whole in a project. First those of whom everybody known to carry the group holds the
-- role here: who is suspended, was removed or is out of its reach does not. The others' people are bound by name, as far as a list of
-- the Project takes them (`most` subjects a role; one list for all while it is archived): the smallest groups first, the rest whole
CREATE FUNCTION portico_whole_groups(project uuid, iss text, most int) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE before text := current_setting('app.scope', true); p projects;
BEGIN
  SELECT * INTO p FROM projects WHERE id = project;
  IF NOT FOUND OR NOT EXISTS (SELECT FROM group_mappings g WHERE g.organization_id = p.organization_id AND g.issuer = iss) THEN RETURN; END IF;
  PERFORM set_config('app.scope', 'platform', true);
  RETURN QUERY
    WITH mapped AS MATERIALIZED (
      SELECT g.id, g.group_name, CASE WHEN p.archived_at IS NOT NULL THEN 'viewer' ELSE g.role END AS role, NOT EXISTS (
          SELECT FROM identities i JOIN users u ON u.id = i.user_id LEFT JOIN memberships m ON m.user_id = u.id AND m.mapping_id = g.id
          WHERE i.issuer = iss AND i.groups @> ARRAY[g.group_name] AND (u.suspended_at IS NOT NULL OR m.id IS NULL)) AS whole
      FROM group_mappings g
      WHERE g.organization_id = p.organization_id AND g.issuer = iss
        AND (g.project_id = p.id OR (g.project_id IS NULL AND g.role = 'admin'))
    ), named AS MATERIALIZED (
      SELECT m.mapping_id, i.subject,
        CASE WHEN p.archived_at IS NOT NULL THEN 'viewer' WHEN m.project_id IS NULL THEN 'admin' ELSE m.role END AS role
      FROM memberships m JOIN users u ON u.id = m.user_id AND u.suspended_at IS NULL JOIN identities i ON i.user_id = u.id AND i.issuer = iss
      WHERE m.organization_id = p.organization_id AND (m.expires_at IS NULL OR m.expires_at > now())
        AND (m.project_id = p.id OR (m.project_id IS NULL AND m.role IN ('owner', 'admin')))
    ), ranked AS (
      SELECT b.id, b.role, row_number() OVER (PARTITION BY b.role ORDER BY (SELECT count(*) FROM named n WHERE n.mapping_id = b.id), b.id) AS rank
      FROM mapped b WHERE NOT b.whole
    ), come AS (
      -- With which rank each name comes to a list: with 0 by a role of their own
      SELECT n.role, n.subject, min(coalesce(r.rank, 0)) AS rank
      FROM named n LEFT JOIN ranked r ON r.id = n.mapping_id
      WHERE n.mapping_id IS NULL OR r.id IS NOT NULL
      GROUP BY n.role, n.subject
    ), by_name AS (
      SELECT r.role, max(r.rank) AS upto FROM ranked r
      WHERE (SELECT count(*) FROM come c WHERE c.role = r.role AND c.rank <= r.rank)
        + (SELECT count(DISTINCT w.group_name) FROM mapped w LEFT JOIN ranked o ON o.id = w.id
            WHERE w.role = r.role AND (w.whole OR o.rank > r.rank)) <= most
      GROUP BY r.role
    )
    SELECT g.id FROM mapped g LEFT JOIN ranked r ON r.id = g.id LEFT JOIN by_name b ON b.role = g.role
    WHERE g.whole OR r.rank > coalesce(b.upto, 0);
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;
DROP FUNCTION portico_group_whole(uuid);
