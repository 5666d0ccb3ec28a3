namespace OnnxTrain.Cli;

/// <summary>One choice of settings: the values of the options that vary, and what they ask for.</summary>
internal sealed record SearchSettings(IReadOnlyList<(string Option, string Value)> Values, TrainRequest Request)
{
    public IEnumerable<string> Arguments => Values.SelectMany(v => (string[])[v.Option, v.Value]);

    public override string ToString() => string.Join(' ', Arguments);
}
