import { runCases } from './runCases.js';

onmessage = ({ data }) => postMessage(runCases(data));
