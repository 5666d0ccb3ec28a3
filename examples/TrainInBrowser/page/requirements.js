// Not a module: a browser reports nothing of modules that it does not load, and this says what is missing.
(() => {
  const command = 'dotnet run -c Release --project examples/TrainInBrowser';
  const missing =
    location.protocol === 'file:' ? ['The page was opened as a file, and browsers do not load modules from files. Serve it:', command]
    : typeof WebAssembly !== 'object' ? ['This browser has no WebAssembly, which ONNX Runtime runs on. Another browser, or other settings of this one, are needed.']
    : typeof Worker !== 'function' ? ['This browser has no workers, in which the page trains.']
    : null;
  if (!missing) return;
  document.body.dataset.state = 'broken';
  const problem = document.getElementById('problem');
  problem.append(missing[0]);
  if (missing[1]) problem.append(Object.assign(document.createElement('code'), { textContent: missing[1] }));
  problem.hidden = false;
  document.getElementById('status').textContent = 'Not loaded.';
})();
