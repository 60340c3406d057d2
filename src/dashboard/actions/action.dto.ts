import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText } from '../../common/http/fields';

/** What every form of an action may say. */
export class ActionForm extends createZodDto(z.object({ reason: optionalText(2000) })) {}
