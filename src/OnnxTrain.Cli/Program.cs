using System.Text;
using OnnxTrain.Cli;

if (Console.IsOutputRedirected || OperatingSystem.IsWindows())
    Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

using var interrupt = new Interrupt();
return Tool.Run(args, Terminal.OfProcess(Tool.WantsColor(args), interrupt.Next), interrupt.Token);
