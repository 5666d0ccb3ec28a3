using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The memory of one value of a plan.</summary>
internal sealed class Storage(long bytes)
{
    private Storage? _viewed;

    public long Bytes => bytes;

    /// <summary>Whether it may be in the arena, where other values use the same bytes at other times.</summary>
    public bool IsShared { get; init; }

    /// <summary>The buffer that holds it, once assigned.</summary>
    public NativeBuffer? Buffer { get; set; }

    /// <summary>Its offset in <see cref="Buffer"/>, in bytes.</summary>
    public long Offset { get; set; }

    /// <summary>The offset of its tile in the memory of a thread that runs its loop, if it has no other memory.</summary>
    public int? TileOffset { get; set; }

    /// <summary>The storage that it is a part of.</summary>
    public Storage? Owner { get; private set; }

    /// <summary>Its offset in <see cref="Owner"/>, in bytes.</summary>
    public long OwnerOffset { get; private set; }

    public bool IsVariable { get; private set; }

    /// <summary>The storage whose memory this one shares: itself unless it is a view.</summary>
    public Storage Root => _viewed?.Root ?? this;

    /// <summary>Whether it has no memory yet.</summary>
    public bool NeedsBuffer => _viewed is null && Owner is null && Buffer is null && TileOffset is null;

    public Storage View() => new(bytes) { _viewed = this };

    public void PlaceIn(Storage owner, long offset) => (Owner, OwnerOffset) = (owner, offset);

    public void UseVariable(Variable variable) => (Buffer, Offset, IsVariable) = (variable.Buffer, variable.Offset, true);

    public (NativeBuffer Buffer, long Offset) Locate()
    {
        var root = Root;
        if (root.Owner is null) return (root.Buffer!, root.Offset);
        var (buffer, offset) = root.Owner.Locate();
        return (buffer, offset + root.OwnerOffset);
    }

    /// <summary>The root that this one is part of, through owners.</summary>
    public Storage Outermost() => Root.Owner?.Outermost() ?? Root;
}
