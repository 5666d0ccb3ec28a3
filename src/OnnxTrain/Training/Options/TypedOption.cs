using System.Diagnostics.CodeAnalysis;

namespace OnnxTrain;

/// <summary>An option of training with values of a type.</summary>
/// <typeparam name="T">The type of the property.</typeparam>
/// <param name="name">The name of the property.</param>
/// <param name="usual">Its value unless set.</param>
/// <param name="get">Reads the property.</param>
/// <param name="with">A copy of options with another value.</param>
internal sealed class TypedOption<T>(
    string name, T usual, Func<TrainingOptions, T> get, Func<TrainingOptions, T, TrainingOptions> with)
    : TrainingOption(name)
{
    /// <summary>A value read from a text.</summary>
    public delegate bool Reader(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>Its value unless set.</summary>
    public T Default => usual;

    /// <summary>The values that it may have; null for all of its type.</summary>
    public OptionRange<T>? Range { get; init; }

    /// <summary>How the tool calls its value in the help; null where it cannot be read from a text here.</summary>
    public string? ToolValue { get; init; }

    /// <summary>Reads a text of the command line.</summary>
    public Reader? Read { get; init; }

    /// <summary>What the tool accepts, where that is not <see cref="Range"/>.</summary>
    public string? ToolRange { get; init; }

    /// <summary>Its text in reports and metadata.</summary>
    public Func<T, string> TextOf { get; init; } = value => value is null ? "none" : InvariantText.Of(value);

    /// <summary>Its text in the identity of a run.</summary>
    public Func<T, string>? IdentityOf { get; init; }

    /// <summary>The value, if it may be one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It may not.</exception>
    public T Checked(T value) => Range is null || Range.Holds(value)
        ? value
        : throw new ArgumentOutOfRangeException(Name, value, $"{Name} has to be {Range.Words}.");

    /// <summary>Whether a text is a value that it may have.</summary>
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
