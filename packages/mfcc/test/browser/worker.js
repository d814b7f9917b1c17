import { runCases } from './runCases.js';

addEventListener('message', ({ data }) => postMessage(runCases(data)));
