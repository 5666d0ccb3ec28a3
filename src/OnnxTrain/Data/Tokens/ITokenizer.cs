namespace OnnxTrain;

/// <summary>Turns text into tokens, numbers from 0 to <see cref="VocabularySize"/> − 1, and back.</summary>
public interface ITokenizer
{
    /// <summary>The number of tokens that there are.</summary>
    int VocabularySize { get; }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="DataException">The text holds what the vocabulary lacks.</exception>
    IReadOnlyList<int> Encode(string text);

    /// <summary>The text of tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    string Decode(IEnumerable<int> tokens);
}
