// Lays down every package as it is published (packages/NAME/.stage); "npm run release" publishes these folders.
import { publicFolders, stagePackage } from './stagePackages';

for (const folder of publicFolders()) {
  const { name, manifest } = stagePackage(folder);
  console.log(`${name} ${manifest.version}`);
}
