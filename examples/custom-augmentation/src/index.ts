export { mainsHum } from './mainsHum';
