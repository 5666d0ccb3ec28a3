using System.Diagnostics;

namespace OnnxTrain.Cli.Tests;

/// <summary>Tables that never begin or never end are refused, or left at a stop.</summary>
public sealed class EndlessTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Zeros_are_no_text()
    {
        if (!OperatingSystem.IsWindows()) ToolRun.Of("train", "/dev/zero", "--target", "x").Refuses("the character NUL");
    }

    [Fact]
    public void A_line_that_does_not_end_is_left_at_a_stop()
    {
        using var stop = new CancellationTokenSource();
        var stream = new Letters(() => stop.Cancel());

        Assert.Throws<OperationCanceledException>(() => CsvTable.Read(stream, "letters", cancellationToken: stop.Token));
    }

    /// <summary>The opening of a pipe waits for somebody who writes to it.</summary>
    [Theory]
    [InlineData("train", "--target", "x")]
    [InlineData("inspect")]
    public void A_pipe_that_nobody_writes_to_is_left_at_a_stop(string verb, params string[] options)
    {
        if (OperatingSystem.IsWindows()) return;
        var pipe = _folder["pipe.csv"];
        using (var make = Process.Start("mkfifo", [pipe])) make.WaitForExit();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.2));

        var run = ToolRun.Of(new StringWriter(), confirm: null, stop.Token, [verb, pipe, .. options]);

        Assert.Equal((130, "onnxtrain: Cancelled; nothing was written.\n"), (run.ExitCode, run.Error.ReplaceLineEndings("\n")));

        // The read that is left behind ends.
        new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
    }

    /// <summary>Letters without an end of line; says when a megabyte of them was read.</summary>
    private sealed class Letters(Action afterMegabyte) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'a');
            _read += count;
            if (_read >= 1 << 20) afterMegabyte();
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
