import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class ReviewsAndReports1795683600000 implements MigrationInterface {
  name = 'ReviewsAndReports1795683600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "MedicalReport" ("id" int NOT NULL IDENTITY(1,1), "appointmentId" int NOT NULL, "doctorId" int NOT NULL, "patientId" nvarchar(36) NOT NULL, "antecedente" nvarchar(MAX), "simptome" nvarchar(MAX), "clinice" nvarchar(MAX), "paraclinice" nvarchar(MAX), "diagnostic" nvarchar(MAX), "recomandari" nvarchar(MAX), "version" int NOT NULL, "createdAt" datetime2(3) NOT NULL, "updatedAt" datetime2(3), "deletedAt" datetime2(3), CONSTRAINT "PK_fda08a661cda63eb3a45903f295" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "IX_MedicalReport_doctor" ON "MedicalReport" ("doctorId", "createdAt", "id")`,
    );
    await queryRunner.query(
      `CREATE INDEX "IX_MedicalReport_patient" ON "MedicalReport" ("patientId", "createdAt", "id")`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_MedicalReport_appointment" ON "MedicalReport" ("appointmentId") WHERE "deletedAt" IS NULL`,
    );
    await queryRunner.query(
      `CREATE TABLE "Review" ("id" int NOT NULL IDENTITY(1,1), "appointmentId" int NOT NULL, "doctorId" int NOT NULL, "clientId" nvarchar(36) NOT NULL, "rating" int NOT NULL, "comment" nvarchar(1000), "createdAt" datetime2(3) NOT NULL, CONSTRAINT "PK_4af5ddfa8a65e5571d851e4b752" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Review_createdAt" ON "Review" ("createdAt", "id")`);
    await queryRunner.query(`CREATE INDEX "IX_Review_doctor" ON "Review" ("doctorId", "createdAt", "id")`);
    await queryRunner.query(`CREATE INDEX "IX_Review_rating" ON "Review" ("doctorId", "rating")`);
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Review_appointment" ON "Review" ("appointmentId")`);
    await queryRunner.query(
      `ALTER TABLE "MedicalReport" ADD CONSTRAINT "FK_040abfc3df9b5a8e83801cee817" FOREIGN KEY ("doctorId") REFERENCES "Doctor"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "MedicalReport" ADD CONSTRAINT "FK_3aaf5a6a1672fd07c4bf4219d25" FOREIGN KEY ("patientId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "MedicalReport" ADD CONSTRAINT "FK_f0d3d946e94cf0d37e9f6224cfa" FOREIGN KEY ("appointmentId") REFERENCES "Appointment"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "Review" ADD CONSTRAINT "FK_0d679849727696b9fb7f4bfd300" FOREIGN KEY ("appointmentId") REFERENCES "Appointment"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "Review" ADD CONSTRAINT "FK_c57e825176ffe68846528b1cde4" FOREIGN KEY ("clientId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `ALTER TABLE "Review" ADD CONSTRAINT "FK_cfe527a1fd0539417f813223d6d" FOREIGN KEY ("doctorId") REFERENCES "Doctor"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "Review"`);
    await queryRunner.query(`DROP TABLE "MedicalReport"`);
  }
}
