namespace OnnxTrain.Cli;

/// <summary>One choice of settings: the values of the options that vary, and what they ask for.</summary>
internal sealed record SearchSettings(IReadOnlyList<(string Option, string Value)> Values, TrainRequest Request)
{
    public IEnumerable<string> Arguments => Values.SelectMany(v => (string[])[v.Option, v.Value]);

    /// <summary>With what the weights of <c>--from</c> tell.</summary>
    public SearchSettings Resolved() => this with { Request = WeightSource.Resolve(Request).Request };

    public override string ToString() => string.Join(' ', Arguments);
}
