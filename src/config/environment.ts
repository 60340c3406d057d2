import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { type Config, loadConfig } from './config';

/** Reads `.env` where there is one, the environment winning, and checks the whole. */
export function configFromEnvironment(): Config {
  if (existsSync('.env')) loadEnvFile('.env');
  return loadConfig(process.env);
}
