using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace QueueRun.Json.Tests;

/// <summary>Creates values of a type, as far as reflection shows its parts.</summary>
internal sealed class RandomValues(Random random)
{
    private const int MaxDepth = 5;
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly RandomLeaves _leaves = new(random);

    public object? Next(Type type) => Next(type, 0);

    private object? Next(Type type, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return random.Next(4) == 0 ? null : Next(underlying, depth);
        if (_leaves.Next(type, out var leaf)) return leaf;
        if (!type.IsValueType && (depth >= MaxDepth || random.Next(8) == 0)) return null;
        var info = LoadedProgram.Reflected.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => Collection(type, info.ElementType!, depth),
            JsonTypeInfoKind.Dictionary => Dictionary(type, info.KeyType!, info.ElementType!, depth),
            _ => Object(Concrete(type, info), depth),
        };
    }

    private object Object(Type type, int depth)
    {
        var constructors = type.GetConstructors(Declared).Where(constructor => !IsCopy(constructor)).ToArray();
        var constructor = constructors.FirstOrDefault(constructor => constructor.IsDefined(typeof(JsonConstructorAttribute)))
            ?? constructors.OrderByDescending(constructor => constructor.IsPublic).ThenBy(constructor => constructor.GetParameters().Length).FirstOrDefault();
        var value = constructor is null ? RuntimeHelpers.GetUninitializedObject(type)
            : constructor.Invoke([.. constructor.GetParameters().Select(parameter => Next(parameter.ParameterType, depth + 1))]);
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var property in declaring.GetProperties(Declared))
            {
                if (property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && Wants(property.PropertyType))
                    property.SetValue(value, Next(property.PropertyType, depth + 1));
            }
            foreach (var field in declaring.GetFields(Declared))
            {
                if (field.IsDefined(typeof(JsonIncludeAttribute)) && !field.IsInitOnly) field.SetValue(value, Next(field.FieldType, depth + 1));
            }
        }
        return value;

        // Some members keep their initial values; members that JSON cannot contain always do.
        bool Wants(Type member) => random.Next(6) != 0 && member != typeof(Type) && !typeof(Delegate).IsAssignableFrom(member);
        bool IsCopy(ConstructorInfo constructor) => constructor.GetParameters() is [var only] && only.ParameterType == type;
    }

    private Type Concrete(Type type, JsonTypeInfo info)
    {
        var choices = info.PolymorphismOptions is { } options ? options.DerivedTypes.Select(derived => derived.DerivedType).Append(type)
            : type.IsAbstract ? type.Assembly.GetTypes().Where(candidate => candidate.Namespace == type.Namespace && type.IsAssignableFrom(candidate))
            : [type];
        Type[] concrete = [.. choices.Where(choice => !choice.IsAbstract && !choice.ContainsGenericParameters)];
        return concrete[random.Next(concrete.Length)];
    }

    private object Collection(Type type, Type element, int depth)
    {
        var items = Array.CreateInstance(element, random.Next(4));
        for (var i = 0; i < items.Length; i++) items.SetValue(Next(element, depth + 1), i);
        // Sets and bags have no order, but equal ones of the same length are enumerated in the same order.
        return Filled(type, items, element, typeof(List<>).MakeGenericType(element), typeof(HashSet<>).MakeGenericType(element), "CreateRange", "ToFrozenSet");
    }

    private object Dictionary(Type type, Type key, Type value, int depth)
    {
        var of = typeof(Dictionary<,>).MakeGenericType(key, value);
        var items = (IDictionary)Activator.CreateInstance(of)!;
        for (var i = random.Next(4); i > 0; i--)
        {
            if (Next(key, depth + 1) is { } name) items[name] = Next(value, depth + 1);
        }
        return Filled(type, items, typeof(KeyValuePair<,>).MakeGenericType(key, value), of, of, "CreateRange", "ToFrozenDictionary");
    }

    private static object Filled(Type type, IEnumerable items, Type item, Type first, Type second, string immutable, string frozen)
    {
        if (type.IsInstanceOfType(items) && type.IsArray) return items;
        foreach (var choice in new[] { first, second })
        {
            if (type.IsAssignableFrom(choice)) return Activator.CreateInstance(choice, items)!;
        }
        if (type.Namespace == typeof(ImmutableArray).Namespace)
        {
            var name = type.Name.Split('`')[0];
            if (type.IsInterface) name = name is "IImmutableSet" ? "ImmutableHashSet" : name[1..];
            return Generic(typeof(ImmutableArray).Assembly.GetType($"{type.Namespace}.{name}") ?? typeof(ImmutableStack).Assembly.GetType($"{type.Namespace}.{name}")!, immutable);
        }
        if (type.Namespace == typeof(FrozenSet).Namespace) return Generic(frozen == "ToFrozenSet" ? typeof(FrozenSet) : typeof(FrozenDictionary), frozen);
        if (type.GetConstructor([items.GetType()]) is { } exact) return exact.Invoke([items]);
        var wide = type.GetConstructors().FirstOrDefault(constructor => constructor.GetParameters() is [var only] && only.ParameterType.IsInstanceOfType(items));
        if (wide is not null) return wide.Invoke([items]);
        var wrapping = type.GetConstructors().FirstOrDefault(constructor => constructor.GetParameters() is [var only]
            && typeof(IEnumerable).IsAssignableFrom(only.ParameterType));
        if (wrapping is not null) return wrapping.Invoke([Filled(wrapping.GetParameters()[0].ParameterType, items, item, first, second, immutable, frozen)]);
        var empty = Activator.CreateInstance(type)!;
        if (typeof(ICollection<>).MakeGenericType(item) is var collection && collection.IsInstanceOfType(empty))
        {
            foreach (var each in items) collection.GetMethod("Add")!.Invoke(empty, [each]);
        }
        return empty;

        object Generic(Type factory, string method)
        {
            var arguments = type.GetGenericArguments();
            var found = factory.GetMethods().Where(m => m.Name == method && m.GetGenericArguments().Length == arguments.Length)
                .Select(m => m.MakeGenericMethod(arguments))
                .First(m => m.GetParameters() is [{ ParameterType: var only }, ..] parameters && only.IsInstanceOfType(items) && parameters.Skip(1).All(p => p.IsOptional));
            return found.Invoke(null, [items, .. found.GetParameters().Skip(1).Select(_ => Type.Missing)])!;
        }
    }
}
