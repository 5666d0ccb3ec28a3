using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli;

/// <summary>
/// Standard output or error, which may be closed or lead to a full disk. What cannot be written is dropped and the reason kept, so that a
/// model is not lost because nobody could be told of it.
/// </summary>
internal sealed class StandardWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>Why something could not be written; null if all was.</summary>
    public Exception? Failure { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (Failure is not null) return;
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (IsOfStream(e))
        {
            Failure = e;
        }
    }

    public override void Flush()
    {
        if (Failure is not null) return;
        try
        {
            inner.Flush();
        }
        catch (Exception e) when (IsOfStream(e))
        {
            Failure = e;
        }
    }

    /// <summary>Whether an exception is one of writing to a stream.</summary>
    public static bool IsOfStream(Exception e) => e is IOException or UnauthorizedAccessException or ObjectDisposedException;

    /// <summary>What to say of a failure.</summary>
    public static string Message(Exception e) =>
        $"Standard output could not be written: {(e is IOException ? e.Message.TrimEnd('.') : "it is closed")}.";
}
