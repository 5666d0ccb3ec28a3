using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// Writes text with a language model: a model from tokens, int64 [batch, sequence], to logits [batch, sequence, vocabulary].
/// </summary>
/// <param name="model">The model.</param>
/// <param name="tokenizer">The tokenizer that it was trained with.</param>
/// <param name="context">The most tokens that the model takes; of longer texts the last count.</param>
public sealed class TextGenerator(Model model, ITokenizer tokenizer, int context)
{
    /// <summary>Continues a text, token by token.</summary>
    /// <param name="prompt">The text to continue, one token or more.</param>
    /// <param name="sampler">Chooses each token.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The texts of the tokens that follow, without end.</returns>
    /// <exception cref="ArgumentException">The prompt is empty.</exception>
    /// <exception cref="DataException">The prompt holds what the vocabulary lacks.</exception>
    public IEnumerable<string> Continue(string prompt, TokenSampler sampler, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(prompt);
        ArgumentNullException.ThrowIfNull(sampler);
        return Tokens([.. tokenizer.Encode(prompt)], sampler, cancellationToken).Select(token => tokenizer.Decode([token]));
    }

    private IEnumerable<int> Tokens(List<int> tokens, TokenSampler sampler, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var known = Math.Min(tokens.Count, context);
            long[] input = [.. tokens.Skip(tokens.Count - known).Select(token => (long)token)];
            var logits = model.Predict(Tensor.Create(input, [1, known]))[0].Values;
            var next = sampler.Next([.. logits.Skip(logits.Count - tokenizer.VocabularySize)]);
            tokens.Add(next);
            yield return next;
        }
    }
}
