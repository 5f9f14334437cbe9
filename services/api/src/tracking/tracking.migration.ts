import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tallies tell templates apart. Until now every endpoint had one configuration, revision 1. */
export class TalliesHaveTemplates1763800100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update replica_tally set tally =
        (tally - 'failure' - 'startsFailedInARow' - 'crashedAtUs') || jsonb_build_object(
          'trafficVisible', true,
          'ended', null,
          'failures', jsonb_build_object('1', jsonb_build_object(
            'startsFailedInARow', tally -> 'startsFailedInARow', 'crashedAtUs', tally -> 'crashedAtUs')),
          'replicas', (
            select coalesce(jsonb_object_agg(key, value || '{"template": 1, "delay": null}'), '{}')
            from jsonb_each(tally -> 'replicas')))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update replica_tally set tally =
        (tally - 'failures' - 'ended' - 'trafficVisible') || jsonb_build_object(
          'failure', null, 'startsFailedInARow', 0, 'crashedAtUs', '[]'::jsonb)`);
  }
}
