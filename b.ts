import { benchApp } from './test/bench/app.tsx';
await benchApp('test/tui/letters');
