import { Child } from './child';
async function main() {
  for (let i = 0; i < 2; i++) {
    const b = performance.now();
    const c = Child.start('engine-process.ts');
    await c.ask('start', { folder: '/tmp/xm', offsetMs: 0 });
    console.log('engine', performance.now() - b);
    await c.kill();
  }
}
void main();
