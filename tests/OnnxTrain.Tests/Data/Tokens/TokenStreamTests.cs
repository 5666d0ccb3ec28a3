namespace OnnxTrain.Tests.Data.Tokens;

/// <summary>Text as tokens, and windows of tokens.</summary>
public sealed class TokenStreamTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onnxtrain-tokens-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("hello", "ehlo")]
    [InlineData("a\nb\ta", "\t\nab")]
    [InlineData("zürich 🏔️ 🏔", " chirzü\uFE0F🏔")]
    public void Characters_are_tokens_in_the_order_of_unicode(string text, string vocabulary)
    {
        var tokenizer = CharacterTokenizer.Of(text);
        Assert.Equal(vocabulary, tokenizer.Characters);
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        Assert.All(tokenizer.Encode(text), token => Assert.InRange(token, 0, tokenizer.VocabularySize - 1));
    }

    [Fact]
    public void Characters_and_tokens_that_are_not_in_the_vocabulary_are_told()
    {
        var tokenizer = new CharacterTokenizer("abc");
        Assert.Contains("Character 3 of the text is 'd' (U+0064)", Assert.Throws<DataException>(() => tokenizer.Encode("abd")).Message);
        Assert.Contains("U+000A", Assert.Throws<DataException>(() => tokenizer.Encode("a\n")).Message);
        Assert.Contains("no token 3", Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([3])).Message);
        Assert.Contains("'a' (U+0061) is twice", Assert.Throws<ArgumentException>(() => new CharacterTokenizer("aba")).Message);
        Assert.Contains(
            "tokens are 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => TokenStream.Of([0, 3], vocabularySize: 3)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void Windows_are_consecutive_tokens_and_those_that_follow(int count)
    {
        var tokens = TokenStream.Of([.. Enumerable.Range(0, count)], count);
        if (count == 1)
        {
            Assert.Contains("need 2", Assert.Throws<ArgumentException>(() => tokens.Windows(1)).Message);
            return;
        }

        foreach (var (length, stride) in ((int, int)[])[(7, 7), (7, 1), (100, 33), (1022, 5)])
        {
            var windows = tokens.Windows(length, stride);
            Assert.Equal(((count - length - 1) / stride) + 1, windows.RowCount);
            var (ids, labels) = Read(windows);
            for (var row = 0; row < windows.RowCount; row++)
            {
                for (var i = 0; i < length; i++)
                    Assert.Equal(((long)(row * stride) + i, (long)(row * stride) + i + 1), (ids[row, i], labels[row, i]));
            }
        }
    }

    [Fact]
    public void A_split_leaves_each_token_in_one_part()
    {
        var (first, second) = TokenStream.Of([.. Enumerable.Range(0, 3000)], 3000).Split(0.9);
        Assert.Equal((2700, 300), (first.Length, second.Length));
        Assert.Equal(2699, Read(first.Windows(9, stride: 1)).Labels[2690, 8]);
        Assert.Equal(2700, Read(second.Windows(9)).Ids[0, 0]);
    }

    [Fact]
    public void Random_windows_are_those_of_the_seed_and_lie_anywhere()
    {
        var tokens = TokenStream.Of([.. Enumerable.Range(0, 50)], 50);
        var (one, same, other) = (Starts(3), Starts(3), Starts(4));
        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), one.Distinct().Order());

        long[] Starts(ulong seed)
        {
            var (ids, labels) = Read(tokens.RandomWindows(10, 2000, seed));
            return [.. Enumerable.Range(0, 2000).Select(row => ids[row, 0])];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40_000)]
    public void A_file_is_read_in_parts_as_its_whole_text(int lines)
    {
        var text = string.Concat(Enumerable.Range(0, lines).Select(i => $"line {i}, with an umlaut: ü, and 🏔\n"));
        var path = Path.Combine(_folder.FullName, "text.txt");
        File.WriteAllText(path, text);
        var tokenizer = CharacterTokenizer.Of(text);
        var tokens = TokenStream.Read(path, tokenizer);
        var expected = tokenizer.Encode(text);
        Assert.Equal(expected.Count, tokens.Length);
        var (ids, _) = Read(tokens.Windows(10));
        for (var row = 0; row < ids.Lengths[0]; row++) Assert.Equal(expected[row * 10], ids[row, 0]);
    }

    private static (System.Numerics.Tensors.Tensor<long> Ids, System.Numerics.Tensors.Tensor<long> Labels) Read(TokenWindows windows)
    {
        var rows = windows.ToDataset();
        return (rows.Features[0].As<long>(), rows.Targets!.As<long>());
    }
}
