namespace OnnxTrain;

/// <summary>
/// The definition of one training option. The properties of <see cref="TrainingOptions"/>, the identity of checkpoints, the metadata of
/// files, the options of the tool, its reports and the files of a training step all use it.
/// </summary>
/// <param name="name">The name of the property.</param>
internal abstract class TrainingOption(string name)
{
    /// <summary>The name of the property of <see cref="TrainingOptions"/>.</summary>
    public string Name { get; } = name;

    /// <summary>The name in a report: <c>batch size</c>.</summary>
    public string Label { get; } = Join(name, ' ');

    /// <summary>A description for the help of the tool, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What the option affects.</summary>
    public required OptionScope Scope { get; init; }

    /// <summary>Its name in a run's identity; null unless <see cref="Scope"/> is <see cref="OptionScope.Numbers"/>.</summary>
    public string? Identity { get; init; }

    /// <summary>Its metadata key in a file; null for options that do not affect the numbers.</summary>
    public string? MetadataKey
    {
        get => Scope == OptionScope.Course ? null : field ?? $"training.{Join(Name, '_')}";
        init;
    }

    /// <summary>Whether metadata and reports include it even with its default value.</summary>
    public bool IsAlwaysTold { get; init; }

    /// <summary>The command-line options that set it; empty if there are none.</summary>
    public IReadOnlyList<string> ToolOptions { get; init; } = [];

    /// <summary>The reason why the files of a training step do not include it; null if they do.</summary>
    public string? NotInStepFiles { get; init; }

    /// <summary>
    /// The message of the exception when the files of a step are written with it; null if the caller can take care of it.
    /// </summary>
    public string? RefusedInStepFiles { get; init; }

    /// <summary>Accepts a visitor, with the type of its values.</summary>
    public abstract TResult Accept<TResult>(IOptionVisitor<TResult> visitor);

    /// <summary>Whether it has its default value.</summary>
    public abstract bool IsDefault(TrainingOptions options);

    /// <summary>Its value in the invariant culture.</summary>
    public abstract string Text(TrainingOptions options);

    /// <summary>Its value in a run's identity, the same text in every version.</summary>
    public abstract string IdentityText(TrainingOptions options);

    /// <summary>The words of a name in lower case.</summary>
    private static string Join(string name, char separator) =>
        string.Concat(name.Select((c, i) =>
            char.IsUpper(c) ? $"{(i > 0 ? separator : "")}{char.ToLowerInvariant(c)}" : $"{c}"));
}
