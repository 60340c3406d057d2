import { MigrationInterface, QueryRunner } from 'typeorm';

export class ReviewsAndReports1795683600000 implements MigrationInterface {
  name = 'ReviewsAndReports1795683600000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "MedicalReport" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "doctorId" integer NOT NULL, "patientId" varchar(36) NOT NULL, "antecedente" text, "simptome" text, "clinice" text, "paraclinice" text, "diagnostic" text, "recomandari" text, "version" integer NOT NULL, "createdAt" text NOT NULL, "updatedAt" text, "deletedAt" text, CONSTRAINT "FK_f0d3d946e94cf0d37e9f6224cfa" FOREIGN KEY ("appointmentId") REFERENCES "Appointment" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION, CONSTRAINT "FK_040abfc3df9b5a8e83801cee817" FOREIGN KEY ("doctorId") REFERENCES "Doctor" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION, CONSTRAINT "FK_3aaf5a6a1672fd07c4bf4219d25" FOREIGN KEY ("patientId") REFERENCES "User" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
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
      `CREATE TABLE "Review" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "doctorId" integer NOT NULL, "clientId" varchar(36) NOT NULL, "rating" integer NOT NULL, "comment" varchar(1000), "createdAt" text NOT NULL, CONSTRAINT "FK_0d679849727696b9fb7f4bfd300" FOREIGN KEY ("appointmentId") REFERENCES "Appointment" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION, CONSTRAINT "FK_cfe527a1fd0539417f813223d6d" FOREIGN KEY ("doctorId") REFERENCES "Doctor" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION, CONSTRAINT "FK_c57e825176ffe68846528b1cde4" FOREIGN KEY ("clientId") REFERENCES "User" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Review_rating" ON "Review" ("doctorId", "rating")`);
    await queryRunner.query(`CREATE INDEX "IX_Review_doctor" ON "Review" ("doctorId", "createdAt", "id")`);
    await queryRunner.query(`CREATE INDEX "IX_Review_createdAt" ON "Review" ("createdAt", "id")`);
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Review_appointment" ON "Review" ("appointmentId")`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "Review"`);
    await queryRunner.query(`DROP TABLE "MedicalReport"`);
  }
}
