using System.Diagnostics.CodeAnalysis;

namespace OnnxTrain;

/// <summary>A training option with values of one type.</summary>
/// <typeparam name="T">The type of the property.</typeparam>
/// <param name="name">The name of the property.</param>
/// <param name="usual">Its default value.</param>
/// <param name="get">Reads the property.</param>
/// <param name="with">A copy of options with another value.</param>
internal sealed class TypedOption<T>(
    string name, T usual, Func<TrainingOptions, T> get, Func<TrainingOptions, T, TrainingOptions> with)
    : TrainingOption(name)
{
    /// <summary>Parses a value.</summary>
    public delegate bool Reader(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>Its default value.</summary>
    public T Default => usual;

    /// <summary>The allowed values; null for all values of its type.</summary>
    public OptionRange<T>? Range { get; init; }

    /// <summary>The placeholder of its value in the help of the tool; null if it cannot be parsed from text.</summary>
    public string? ToolValue { get; init; }

    /// <summary>Parses a command-line argument.</summary>
    public Reader? Read { get; init; }

    /// <summary>The values that the tool accepts, if different from <see cref="Range"/>.</summary>
    public string? ToolRange { get; init; }

    /// <summary>Its text in reports and metadata.</summary>
    public Func<T, string> TextOf { get; init; } = value => value is null ? "none" : InvariantText.Of(value);

    /// <summary>Its text in the identity of a run.</summary>
    public Func<T, string>? IdentityOf { get; init; }

    /// <summary>Returns the value if it is allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not allowed.</exception>
    public T Checked(T value) => Range is null || Range.Holds(value)
        ? value
        : throw new ArgumentOutOfRangeException(Name, value, $"{Name} must be {Range.Words}.");

    /// <summary>Whether a text is an allowed value.</summary>
    public bool TryRead(string text, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return Read is not null && Read(text, out value) && Range?.Holds(value) != false;
    }

    public T Get(TrainingOptions options) => get(options);

    public TrainingOptions With(TrainingOptions options, T value) => with(options, value);

    public override TResult Accept<TResult>(IOptionVisitor<TResult> visitor) => visitor.Visit(this);

    public override bool IsDefault(TrainingOptions options) => EqualityComparer<T>.Default.Equals(get(options), usual);

    public override string Text(TrainingOptions options) => TextOf(get(options));

    public override string IdentityText(TrainingOptions options) => (IdentityOf ?? TextOf)(get(options));
}
