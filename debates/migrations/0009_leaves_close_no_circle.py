"""A new relation of a claim that nothing bears on closes no circle, so none is looked for."""

from django.db import migrations

LEAVES = """
-- Whether nothing leads to a claim: neither a relation nor evidence, of whatever state, of it or of any merged into it.
-- As in debates_meets, each part asks by one index, whatever the table looked like when it was planned.
CREATE FUNCTION debates_is_leaf(claim bigint) RETURNS boolean LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    members bigint[] := ARRAY(
        SELECT m.id FROM debates_contribution m
        WHERE m.canonical_id = (SELECT c.canonical_id FROM debates_contribution c WHERE c.id = claim)
    );
BEGIN
    RETURN NOT EXISTS (SELECT 1 FROM debates_contribution WHERE parent_id = ANY(members))
       AND NOT EXISTS (SELECT 1 FROM debates_contribution WHERE claim_id = ANY(members));
END $$;

CREATE FUNCTION debates_new_relation_no_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A circle through a new relation would have to come back to its child: nothing names the relation yet.
    IF NOT debates_is_leaf(NEW.child_id) THEN
        PERFORM debates_refuse_cycle(NEW.id);
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER contribution_no_cycle_insert ON debates_contribution;
CREATE TRIGGER contribution_no_cycle_insert AFTER INSERT ON debates_contribution FOR EACH ROW
WHEN (NEW.kind = 'relation') EXECUTE FUNCTION debates_new_relation_no_cycle();
"""

UNDO = """
DROP TRIGGER contribution_no_cycle_insert ON debates_contribution;
CREATE TRIGGER contribution_no_cycle_insert AFTER INSERT ON debates_contribution FOR EACH ROW
WHEN (NEW.kind = 'relation') EXECUTE FUNCTION debates_contribution_no_cycle();
DROP FUNCTION debates_new_relation_no_cycle();
DROP FUNCTION debates_is_leaf(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("debates", "0008_rows_out_of_view_are_found")]

    operations = [migrations.RunSQL(LEAVES, UNDO)]
