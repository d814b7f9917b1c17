// One fresh process on a TensorFlow.js backend: arguments BACKEND TASK(JSON) [FOLDER OF THE PEER]; prints an Outcome.
import type { Outcome, Task } from '../tasks';
import type { BackendName } from './backends';

const [backend, json, home] = process.argv.slice(2) as [BackendName, string, string | undefined];

// Each task is loaded by itself: what the start-up tasks measure must not have been imported before.
async function outcomeOf(task: Task): Promise<Outcome> {
  switch (task.task) {
    case 'train':
      return (await import('./train')).train(backend, task, home);
    case 'multiply':
      return (await import('./multiply')).multiply(backend, task, home);
    case 'infer':
      return (await import('./infer')).infer(backend, task, home);
    case 'gradients':
      return (await import('./gradients')).gradientErrors(task.threads);
    case 'losses':
      return (await import('./losses')).losses(task);
    case 'firstStep':
      return (await import('./firstStep')).firstStep(task);
    case 'firstResult':
      return (await import('./firstStep')).firstResult(task);
  }
}

console.log(JSON.stringify(await outcomeOf(JSON.parse(json) as Task)));
