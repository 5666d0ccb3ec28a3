using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Which scores a mask hides. It broadcasts to [batch, heads, queries, keys] and is of booleans, false to hide, or of numbers that are
/// added.
/// </summary>
internal sealed unsafe class AttentionMask<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Block<bool> _allowed;
    private readonly Block<T> _added;
    private readonly int[] _strides;

    /// <param name="allowed">Booleans, or empty.</param>
    /// <param name="added">Numbers, or empty.</param>
    /// <param name="lengths">The axes of the mask; null without one.</param>
    public AttentionMask(Block<bool> allowed, Block<T> added, int[]? lengths)
    {
        (_allowed, _added) = (allowed, added);
        _strides = new int[4];
        HasMask = lengths is not null;
        for (var (axis, stride) = (1, 1); axis <= lengths?.Length; stride *= lengths[^axis++])
            _strides[^axis] = lengths[^axis] == 1 ? 0 : stride;
    }

    private bool HasMask { get; }

    /// <summary>
    /// Sets hidden scores of a tile to −∞, or adds the mask. The score of query i and key j lies at
    /// <c>scores[i · queryStep + j · keyStep]</c>.
    /// </summary>
    public void Apply(
        T* scores, int queryStep, int keyStep, int batch, int head, (int First, int Count) queries, (int First, int Count) keys)
    {
        if (!HasMask) return;
        var start = (batch * _strides[0]) + (head * _strides[1]) + (queries.First * _strides[2]) + (keys.First * _strides[3]);
        for (var i = 0; i < queries.Count; i++, scores += queryStep, start += _strides[2])
        {
            if (_allowed.Length > 0) Hide(scores, keyStep, _allowed.Pointer + start, keys.Count);
            else Add(scores, keyStep, _added.Pointer + start, keys.Count);
        }
    }

    private void Hide(T* scores, int step, bool* allowed, int count)
    {
        for (var j = 0; j < count; j++)
        {
            if (!allowed[j * _strides[3]]) scores[j * step] = T.NegativeInfinity;
        }
    }

    private void Add(T* scores, int step, T* added, int count)
    {
        for (var j = 0; j < count; j++) scores[j * step] += added[j * _strides[3]];
    }
}
