import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Alerts1795770000000 implements MigrationInterface {
  name = 'Alerts1795770000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "Alert" ("id" int NOT NULL IDENTITY(1,1), "kind" nvarchar(20) NOT NULL, "suspectedAt" datetime2(3) NOT NULL, "openedAt" datetime2(3), "goodSince" datetime2(3), "endedAt" datetime2(3), "figure" int NOT NULL, "openPostedAt" datetime2(3), "endPostedAt" datetime2(3), "openToldAt" datetime2(3), "endToldAt" datetime2(3), CONSTRAINT "PK_e3b013dd68faec2607eb13f50a3" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Alert_ended" ON "Alert" ("endedAt")`);
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Alert_going_on" ON "Alert" ("kind") WHERE "endedAt" IS NULL`);
    await queryRunner.query(
      `CREATE TABLE "Verification" ("name" nvarchar(40) NOT NULL, "checkedAt" datetime2(3) NOT NULL, "checked" int NOT NULL, "broken" int NOT NULL, "healed" int NOT NULL, "healedEver" bigint NOT NULL, CONSTRAINT "PK_289788f70c2562f90676bdcff8f" PRIMARY KEY ("name"))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "Verification"`);
    await queryRunner.query(`DROP TABLE "Alert"`);
  }
}
