// A Nest application with nothing in it, for how long that takes to listen.
require('reflect-metadata');
const { env } = require('node:process');
const { Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');

class EmptyModule {}
Module({})(EmptyModule);

void NestFactory.create(EmptyModule, { logger: ['error'] }).then((app) => app.listen(env.PORT, '127.0.0.1'));
