using System.CommandLine;
using System.CommandLine.Parsing;

namespace OnnxTrain.Cli;

/// <summary><c>rates</c>: a learning rate to train with, found by a range test.</summary>
internal sealed class RatesVerb() : Verb(
    "rates",
    "Find a learning rate to train with.",
    "Which table? Give a CSV file: onnxtrain rates DATA.csv --target COLUMN; or images: onnxtrain rates FOLDER")
{
    private readonly Argument<string[]> _data = Data(
        "DATA", "A table, or a folder that has a folder of images for each class, as for train.");
    private readonly TrainOptions _options = new();

    public override string Description =>
        "Runs a learning-rate range test (Smith, 2017): the rate rises from step to step, and the loss shows where it is large enough " +
        "and where it is too large. Give the options of the network and of training as for train. Nothing is written.";

    public override IReadOnlyList<Argument> Arguments => [_data];

    public override IReadOnlyList<HelpSection> Sections => _options.RateSections;

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
    [
        ("onnxtrain rates iris.csv --target species", "Find a rate for the default network."),
        ("onnxtrain rates houses.csv --target price --optimizer sgd --hidden 128,64", "Find one for another optimizer and network."),
        ("onnxtrain rates flowers --image-size 64 --model resnet18", "Find one for a network of images."),
    ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "The test ran; it may have found no rate."),
        (ExitCode.Failed, "Bad usage or data."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C."),
    ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var request = _options.Request(arguments, TableName.Of(arguments.GetValue(_data)));
        request.RequireData();
        using var memory = new MemoryWatch(request.Columns.Memory);
        var session = TrainingSession.Open(request, terminal, cancellationToken);
        StartView.Write(new(terminal.Out), session);
        RatesView.Write(terminal, session.TestRates(cancellationToken));
        return ExitCode.Done;
    }

    protected override bool IsComplete(CommandResult result) =>
        base.IsComplete(result) || _options.Sources.Any(source => result.GetResult(source) is { Implicit: false });
}
