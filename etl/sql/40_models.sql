-- Models and proposals belong to places; the households in a model are counted.
CREATE TABLE $out.model_profile AS
WITH members AS (
    SELECT model_id, count(DISTINCT household_key) AS households
    FROM $out.participation_profile
    GROUP BY model_id
),
final AS (
    SELECT accepted_models.*, area_path.* EXCLUDE ($home), coalesce(members.households, 0) AS households
    FROM accepted_models
    JOIN area_path USING ($home)
    LEFT JOIN members USING (model_id)
)
SELECT * FROM final ORDER BY $home, model_id;

CREATE TABLE $out.proposals AS
WITH final AS (
    SELECT accepted_proposals.*, area_path.* EXCLUDE ($home)
    FROM accepted_proposals
    JOIN area_path USING ($home)
)
SELECT * FROM final ORDER BY $home, proposal_id;
