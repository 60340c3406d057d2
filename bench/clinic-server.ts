import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../src/app.module';
import { BookAppointment } from '../src/appointments/appointment.dto';
import { By, Roles } from '../src/auth/access';
import { createLogger } from '../src/common/logging';
import { configFromEnvironment } from '../src/config/environment';
import { configureApp } from '../src/create-app';
import { Database } from '../src/database/database';
import type { Actor } from '../src/users/actor';

/** What a booking would be without a clinic: the same sign-in and the same body, one row, no rule and no job. */
@Controller('bench/inserts')
class BareInsertController {
  constructor(private readonly database: Database) {}

  @Post()
  @HttpCode(200)
  @Roles('Client')
  async insert(
    @Body() { doctorId, appointmentDate, appointmentTime, reason }: BookAppointment,
    @By() { userId }: Actor,
  ): Promise<unknown> {
    const at = new Date(`${appointmentDate}T${appointmentTime}:00Z`);
    return this.database.transaction(async () => {
      const [row] = await this.database.query<{ id: number }>(
        `INSERT INTO "Appointment" ("clientId", "doctorId", "date", "time", "timeZone", "startsAt", "endsAt", "status", "reason",
           "version", "sequence", "reschedules", "createdAt", "updatedAt")
         VALUES (?, ?, ?, ?, 'Etc/UTC', ?, ?, 'cancelled', ?, 1, 0, 0, ?, ?) RETURNING "id"`,
        [userId, doctorId, appointmentDate, appointmentTime, at, at, reason, at, at],
      );
      return row;
    });
  }
}

const config = configFromEnvironment();

@Module({ imports: [AppModule.forRoot(config)], controllers: [BareInsertController] })
class BenchModule {}

/** The application as it is started, with the bare insert beside its own routes. */
async function main(): Promise<void> {
  const logger = createLogger(config.logLevel);
  const app = await NestFactory.create<NestExpressApplication>(BenchModule, { logger, bodyParser: false });
  configureApp(app, config);
  process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
  await app.listen(config.port, config.host);
}

void main();
