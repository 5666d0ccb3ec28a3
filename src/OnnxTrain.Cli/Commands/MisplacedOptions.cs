using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>Options that say nothing about the data that are given: they are refused, not ignored.</summary>
internal static class MisplacedOptions
{
    /// <param name="arguments">The command line.</param>
    /// <param name="options">Options that are out of place.</param>
    /// <param name="purpose">What they are for: tables.</param>
    /// <param name="given">What there is instead: there are images to train on.</param>
    /// <exception cref="ToolException">One of them is given.</exception>
    public static void Refuse(ParseResult arguments, IEnumerable<Option> options, string purpose, string given)
    {
        if (options.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is not { } misplaced) return;
        throw new ToolException(
            $"{misplaced.Name} is for {purpose}, and {given}.",
            $"Leave {misplaced.Name} out. {Tool.Name} {arguments.CommandResult.Command.Name} --help lists all options.");
    }
}
