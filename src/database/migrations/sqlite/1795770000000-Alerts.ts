import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Alerts1795770000000 implements MigrationInterface {
  name = 'Alerts1795770000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "Alert" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "kind" varchar(20) NOT NULL, "suspectedAt" text NOT NULL, "openedAt" text, "goodSince" text, "endedAt" text, "figure" integer NOT NULL, "openPostedAt" text, "endPostedAt" text, "openToldAt" text, "endToldAt" text)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Alert_ended" ON "Alert" ("endedAt")`);
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Alert_going_on" ON "Alert" ("kind") WHERE "endedAt" IS NULL`);
    await queryRunner.query(
      `CREATE TABLE "Verification" ("name" varchar(40) PRIMARY KEY NOT NULL, "checkedAt" text NOT NULL, "checked" integer NOT NULL, "broken" integer NOT NULL, "healed" integer NOT NULL, "healedEver" integer NOT NULL)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "Verification"`);
    await queryRunner.query(`DROP TABLE "Alert"`);
  }
}
