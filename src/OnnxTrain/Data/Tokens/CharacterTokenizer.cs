using System.Text;

namespace OnnxTrain;

/// <summary>A token for each character (Unicode scalar value) of a vocabulary.</summary>
public sealed class CharacterTokenizer : ITokenizer
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _tokens;

    /// <param name="characters">The characters of the vocabulary, in the order of their tokens.</param>
    /// <exception cref="ArgumentException">There is none, or one occurs twice.</exception>
    public CharacterTokenizer(string characters)
    {
        ArgumentException.ThrowIfNullOrEmpty(characters);
        _characters = [.. characters.EnumerateRunes()];
        _tokens = new(_characters.Length);
        for (var token = 0; token < _characters.Length; token++)
        {
            if (!_tokens.TryAdd(_characters[token], token))
                throw new ArgumentException($"The character {Shown(_characters[token])} is twice in the vocabulary.", nameof(characters));
        }
    }

    /// <summary>The characters of the vocabulary, in the order of their tokens.</summary>
    public string Characters => string.Concat(_characters);

    /// <inheritdoc/>
    public int VocabularySize => _characters.Length;

    /// <summary>The tokenizer of all characters of a text, in the order of their numbers in Unicode.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static CharacterTokenizer Of(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new(string.Concat(text.EnumerateRunes().Distinct().Order()));
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (tokens, place) = (new List<int>(text.Length), 0);
        foreach (var character in text.EnumerateRunes())
        {
            tokens.Add(_tokens.TryGetValue(character, out var token)
                ? token
                : throw new DataException(
                    Invariant($"Character {place + 1} of the text is {Shown(character)}, which is not one of the {VocabularySize} ")
                        + "characters of the vocabulary. Remove it, or make the vocabulary of a text that has it."));
            place++;
        }

        return tokens;
    }

    /// <inheritdoc/>
    public string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return string.Concat(tokens.Select(token => token >= 0 && token < _characters.Length
            ? _characters[token]
            : throw new ArgumentOutOfRangeException(
                nameof(tokens), token, $"There is no token {token}: the vocabulary has {VocabularySize} characters.")));
    }

    private static string Shown(Rune character) => Rune.IsControl(character) || Rune.IsWhiteSpace(character)
        ? Invariant($"U+{character.Value:X4}")
        : Invariant($"'{character}' (U+{character.Value:X4})");
}
