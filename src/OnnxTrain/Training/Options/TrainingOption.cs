namespace OnnxTrain;

/// <summary>
/// All that is known of one option of training. The properties of <see cref="TrainingOptions"/>, the identity of checkpoints, the metadata
/// of files, the options of the tool, its reports and the files of a training step take their part from here.
/// </summary>
/// <param name="name">The name of the property.</param>
internal abstract class TrainingOption(string name)
{
    /// <summary>The name of the property of <see cref="TrainingOptions"/>.</summary>
    public string Name { get; } = name;

    /// <summary>The name in a report: <c>batch size</c>.</summary>
    public string Label { get; } = Join(name, ' ');

    /// <summary>What it is, in a sentence for the help of the tool.</summary>
    public required string Summary { get; init; }

    /// <summary>What it changes.</summary>
    public required OptionScope Scope { get; init; }

    /// <summary>
    /// Its name among the parts of a run's identity; null unless <see cref="Scope"/> is <see cref="OptionScope.Numbers"/>.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>Where the metadata of a file have it; null for options that leave the numbers as they are.</summary>
    public string? MetadataKey
    {
        get => Scope == OptionScope.Course ? null : field ?? $"training.{Join(Name, '_')}";
        init;
    }

    /// <summary>Whether metadata and reports hold it even with its usual value.</summary>
    public bool IsAlwaysTold { get; init; }

    /// <summary>The options of the tool that set it; none where the tool has no use for it.</summary>
    public IReadOnlyList<string> ToolOptions { get; init; } = [];

    /// <summary>Why the files of a training step do not hold it; null if they do.</summary>
    public string? NotInStepFiles { get; init; }

    /// <summary>What is thrown when the files of a step are to be written with it; null if it can be left to the caller.</summary>
    public string? RefusedInStepFiles { get; init; }

    /// <summary>Does something that depends on the type of its values.</summary>
    public abstract TResult Accept<TResult>(IOptionVisitor<TResult> visitor);

    /// <summary>Whether its value is the usual one.</summary>
    public abstract bool IsDefault(TrainingOptions options);

    /// <summary>Its value in the invariant culture.</summary>
    public abstract string Text(TrainingOptions options);

    /// <summary>Its value as a part of a run's identity, as every version writes it.</summary>
    public abstract string IdentityText(TrainingOptions options);

    /// <summary>The words of a name in small letters.</summary>
    private static string Join(string name, char separator) =>
        string.Concat(name.Select((c, i) =>
            char.IsUpper(c) ? $"{(i > 0 ? separator : "")}{char.ToLowerInvariant(c)}" : $"{c}"));
}
