// The work tree's package.json points at sources that are not shipped; what is published is laid down by stage.ts.
console.error('Publish with "npm run release" in the repository root: it checks and publishes packages/NAME/.stage.');
process.exitCode = 1;
