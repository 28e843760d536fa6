-- One number per household, in the order of its hash so that the same households give the same numbers.
CREATE TABLE out.household AS
WITH final AS (
    SELECT DISTINCT household_id FROM accepted_households
)
SELECT row_number() OVER (ORDER BY household_id)::INTEGER AS household_key, household_id
FROM final
ORDER BY household_id;
