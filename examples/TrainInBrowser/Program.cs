// A classifier of handwritten digits that the browser trains. This program writes the training step as ONNX and serves a page that runs it
// in ONNX Runtime Web.
//
//   dotnet run -c Release --project examples/TrainInBrowser [-- --port 8080] [--no-serve] [--output FOLDER]
using OnnxTrain;

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

try
{
    var site = new Site("examples/TrainInBrowser", options.Output);
    var files = site.WriteTraining(DigitRows.Read("examples/data/digits.csv"));
    Console.WriteLine($"{files.Training}: a training step of {files.NodeCount} nodes");
    site.WritePage();
    Console.WriteLine($"{options.Output}: page, rows and ONNX Runtime Web");
    if (!options.Serves) return 0;

    await using var server = await SiteServer.StartAsync(options.Output, options.Port);
    Console.WriteLine($"{server.Address}  (Ctrl-C ends)");
    await server.WaitAsync();
    return 0;
}
catch (Exception e) when (e is DataException or IOException or ExportException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
