namespace OnnxTrain.Sources.Tests;

/// <summary>A row of ML.NET with a value of each type.</summary>
internal sealed class AllTypes
{
    public float Single { get; set; }

    public double Double { get; set; }

    public sbyte SByte { get; set; }

    public byte Byte { get; set; }

    public short Int16 { get; set; }

    public ushort UInt16 { get; set; }

    public int Int32 { get; set; }

    public uint UInt32 { get; set; }

    public long Int64 { get; set; }

    public ulong UInt64 { get; set; }

    public bool Boolean { get; set; }

    public string Text { get; set; } = "";

    public DateTime Time { get; set; }

    public DateTimeOffset Offset { get; set; }

    public TimeSpan Span { get; set; }
}
