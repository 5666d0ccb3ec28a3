using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace OnnxTrain;

/// <summary>
/// The modules in the fields of a module. An attribute of <see cref="Module"/> preserves these fields when an application is trimmed or
/// compiled ahead of time.
/// </summary>
internal static class ModuleFields
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The name of each child, by the first field that holds it.</summary>
    public static Dictionary<Module, string> Names(Module module)
    {
        var names = new Dictionary<Module, string>(ReferenceEqualityComparer.Instance);
        foreach (var field in Fields(module.GetType())) Add(names, module, ModuleNames.OfField(field.Name), field.GetValue(module));
        return names;
    }

    /// <summary>The fields of a type and of its base types, up to <see cref="Module"/>.</summary>
    private static IEnumerable<FieldInfo> Fields([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.AllFields)] Type type)
    {
        var fields = new List<FieldInfo>();
        for (var level = type; level is not null && level != typeof(Module); level = level.BaseType) fields.AddRange(level.GetFields(Own));
        return fields;
    }

    private static void Add(Dictionary<Module, string> names, Module parent, string name, object? value)
    {
        switch (value)
        {
            case Module child when child != parent:
                if (!names.ContainsKey(child)) names.Add(child, Free(names, name));
                break;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                    Add(names, parent, $"{name}.{Convert.ToString(entry.Key, CultureInfo.InvariantCulture)}", entry.Value);
                break;
            case IList list when HoldsReferences(list):
                for (var i = 0; i < list.Count; i++) Add(names, parent, Invariant($"{name}.{i}"), list[i]);
                break;
            case IEnumerable<Module> modules and not IList:
                Add(names, parent, name, modules.ToArray());
                break;
        }
    }

    /// <summary>
    /// A unique name among the children: private fields of a class and its base class may have the same name, and so may a field and a
    /// property. They are numbered in the order of the fields, regardless of the order of use.
    /// </summary>
    private static string Free(Dictionary<Module, string> names, string name)
    {
        var free = name;
        for (var n = 2; names.ContainsValue(free); n++) free = Invariant($"{name}_{n}");
        return free;
    }

    /// <summary>Whether a list may hold modules; a list of numbers is skipped without reading its elements.</summary>
    private static bool HoldsReferences(IList list) =>
        list.Count > 0 && (list is not Array array || array.Rank == 1) && list[0] is Module or IList or IDictionary or null;
}
