using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// What scores are hidden: those after the query's own position in causal attention, and those that a mask says. A mask broadcasts to
/// [batch, heads, queries, keys]; it is of booleans, false to hide, or of numbers that are added.
/// </summary>
internal sealed unsafe class AttentionMask<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AttentionSizes _sizes;
    private readonly Block<bool> _allowed;
    private readonly Block<T> _added;
    private readonly int[] _strides;

    /// <param name="sizes">The sizes of the scores.</param>
    /// <param name="allowed">Booleans, or empty.</param>
    /// <param name="added">Numbers, or empty.</param>
    /// <param name="lengths">The axes of the mask; null without one.</param>
    public AttentionMask(AttentionSizes sizes, Block<bool> allowed, Block<T> added, int[]? lengths)
    {
        (_sizes, _allowed, _added) = (sizes, allowed, added);
        _strides = new int[4];
        HasMask = lengths is not null;
        for (var (axis, stride) = (1, 1); axis <= lengths?.Length; stride *= lengths[^axis++])
            _strides[^axis] = lengths[^axis] == 1 ? 0 : stride;
    }

    private bool HasMask { get; }

    /// <summary>
    /// Hides scores of a tile: sets them to −∞, or adds the mask. The score of query i and key j lies at
    /// <c>scores[i · queryStep + j · keyStep]</c>.
    /// </summary>
    public void Apply(
        T* scores, int queryStep, int keyStep, int batch, int head, (int First, int Count) queries, (int First, int Count) keys)
    {
        if (HasMask)
        {
            var start = (batch * _strides[0]) + (head * _strides[1]) + (queries.First * _strides[2]) + (keys.First * _strides[3]);
            for (var i = 0; i < queries.Count; i++, scores += queryStep, start += _strides[2])
            {
                if (_allowed.Length > 0) Hide(scores, keyStep, _allowed.Pointer + start, keys.Count);
                else Add(scores, keyStep, _added.Pointer + start, keys.Count);
            }

            scores -= (nint)queries.Count * queryStep;
        }

        if (!_sizes.IsCausal) return;
        for (var i = 0; i < queries.Count; i++)
        {
            var first = Math.Max(0, _sizes.Keys - _sizes.Queries + queries.First + i + 1 - keys.First);
            for (var j = first; j < keys.Count; j++) scores[(i * queryStep) + (j * keyStep)] = T.NegativeInfinity;
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
