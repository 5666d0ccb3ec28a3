using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>Options that belong together, under a heading of the help.</summary>
internal sealed record HelpSection(string Title, params Option[] Options);
