namespace OnnxTrain.Tests.Training.Generation;

/// <summary>A language model learns a text, and writes it.</summary>
public class LanguageModelTests
{
    private const string Text = "one two three four five six seven eight nine ten. ";

    /// <summary>More classes than positions, and fewer: labels are told apart from lengths.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(40)]
    public void It_continues_what_it_has_learned(int context)
    {
        var text = string.Concat(Enumerable.Repeat(Text, 40));
        var tokenizer = CharacterTokenizer.Of(text);
        var tokens = TokenStream.Of([.. tokenizer.Encode(text)], tokenizer.VocabularySize);
        var model = new Model(
            new Gpt2(tokenizer.VocabularySize, context, features: 32, heads: 2, layers: 2, dropout: 0),
            Value.Input("input_ids", ElementType.Int64, ["batch", "sequence"]));
        model.Initialize(1);
        using var trainer = new Trainer(
            model, new Adam(3e-3), new CrossEntropyLoss { ClassAxis = -1 }, new() { Seed = 1, BatchSize = 16 });
        trainer.Fit(tokens.RandomWindows(context, 16 * 400, seed: 1), epochs: 1);

        var writer = new TextGenerator(model, tokenizer, context);
        var written = string.Concat(writer.Continue("one two ", new TokenSampler { Temperature = 0 }).Take(60));
        Assert.Equal((Text + Text)[8..68], written);
    }

    [Fact]
    public void A_label_beyond_the_classes_is_told()
    {
        var model = new Model(new Gpt2(5, 8, 8, 2, 1, 0), Value.Input("input_ids", ElementType.Int64, ["batch", "sequence"]));
        using var trainer = new Trainer(model, new Adam(), new CrossEntropyLoss { ClassAxis = -1 }, new() { BatchSize = 2 });
        var windows = TokenStream.Of([0, 1, 2, 3, 4, 5, 6, 1, 2, 3], 7).Windows(4);
        Assert.Contains("0 to 4", Assert.Throws<DataException>(() => trainer.Fit(windows, epochs: 1)).Message, StringComparison.Ordinal);
    }
}
