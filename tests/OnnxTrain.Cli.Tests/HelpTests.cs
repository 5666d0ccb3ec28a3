using System.CommandLine.Parsing;

namespace OnnxTrain.Cli.Tests;

public class HelpTests
{
    public static TheoryData<string> Verbs => [.. Tool.Verbs.Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_help_of_a_verb_explains_every_option_argument_and_exit_code(string name)
    {
        var verb = Tool.Verbs.Single(v => v.Name == name);

        var help = ToolRun.Of(name, "--help").Succeeds().Output;

        Assert.All(verb.Command.Options, option => Assert.Contains(option.Name, help, StringComparison.Ordinal));
        Assert.All(verb.Sections.SelectMany(s => s.Options), option => Assert.False(string.IsNullOrWhiteSpace(option.Description)));
        Assert.All(verb.Arguments, argument => Assert.Contains(argument.Name, help, StringComparison.Ordinal));
        Assert.All(verb.ExitCodes, code => Assert.Contains($"\n  {code.Code} ", help, StringComparison.Ordinal));
        Assert.Contains($"onnxtrain {name} ", help, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_example_is_a_command_line_that_parses(string name)
    {
        foreach (var (command, _) in Tool.Verbs.Single(v => v.Name == name).Examples)
        {
            string[] args = [.. CommandLineParser.SplitCommandLine(command.Split('>', '|', '<')[0]).Skip(1)];
            var result = Tool.Verbs.Single(v => v.Name == args[0]).Command.Parse(args[1..]);
            Assert.Empty(result.Errors);
        }
    }

    [Fact]
    public void The_help_of_the_tool_lists_the_verbs() =>
        Assert.All(
            Tool.Verbs,
            verb => Assert.Contains($"\n  {verb.Name} ", ToolRun.Of("--help").Succeeds().Output, StringComparison.Ordinal));

    [Fact]
    public void Help_is_a_command_too()
    {
        Assert.Equal(ToolRun.Of("--help").Output, ToolRun.Of("help").Succeeds().Output);
        Assert.Equal(ToolRun.Of("train", "--help").Output, ToolRun.Of("help", "train").Succeeds().Output);
    }

    [Fact]
    public void No_line_of_the_help_is_wider_than_100_columns() =>
        Assert.All(Tool.Verbs.SelectMany(v => ToolRun.Of(v.Name, "-h").Output.Split('\n')), line => Assert.InRange(line.Length, 0, 100));

    [Fact]
    public void The_version_is_that_of_the_tool() =>
        Assert.Equal($"onnxtrain {Tool.Version}", ToolRun.Of("--version").Succeeds().Output.Trim());
}
